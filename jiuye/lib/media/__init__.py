"""What a file really is, whether it can be read, and how many pages or seconds it has. Art. 2(4): images, PDF,
OFD (GB/T 33190), audio and video. Bytes in, facts out; nothing is believed of a name or a declared type."""

from jiuye.lib.media.kinds import KINDS, Media, Unreadable, read
from jiuye.lib.media.pages import page_png

__all__ = ["KINDS", "Media", "Unreadable", "page_png", "read"]
