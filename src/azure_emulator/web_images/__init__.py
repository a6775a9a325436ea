"""The part of the web that holds pictures: GitHub's two hosts, answered from a folder or drawn."""
