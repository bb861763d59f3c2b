"""Charts that the browser draws: small frames in, plain columns out."""
