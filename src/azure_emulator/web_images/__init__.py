"""The part of the web that holds images: GitHub's two hosts, answered from a folder or drawn."""
