"""What is taken of a page: where names may still stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.projection import Frame

Box = tuple[float, float, float, float]


@dataclass
class OccupiedSpace:
    """What is taken on the page."""

    frame: Frame
    boxes: list[Box] = field(default_factory=list)

    def free(self, b: Box) -> bool:
        """Whether a box lies in the frame and touches nothing."""
        f = self.frame
        if b[0] < f.left + 2 or b[1] < f.top + 2 or b[2] > f.left + f.width - 2 or b[3] > f.top + f.height - 2:
            return False
        return not any(b[0] < o[2] and b[2] > o[0] and b[1] < o[3] and b[3] > o[1] for o in self.boxes)
