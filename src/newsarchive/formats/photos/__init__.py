"""What photographs say of themselves: IPTC IIM, XMP and EXIF."""
