"""Tencent's side of WeChat, played honestly for tests: its servers, its pushes, and the people who write."""
