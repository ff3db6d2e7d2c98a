"""The parts of a letter. Blocks that show a register name it by string; what they show is read there."""

from .streams import CommitteeStream, CoverBlock, FeatureBlock, TerritoryBlock

__all__ = ["CommitteeStream", "CoverBlock", "FeatureBlock", "TerritoryBlock"]
