"""A face: how buyers reach the desk."""
