"""The web widget's channel: HTTP and Server-Sent Events, identity by token."""

from shouhou.channels.widget.channel import WidgetInput

__all__ = ["WidgetInput"]
