"""What compilers for other machines may see of this one."""


def folder_of(place, flatbuffers):
    """A folder in `place` with FlatBuffers' headers and zstd's: others beside them are of this machine."""
    folder = place / "foreign"
    folder.mkdir()
    for name in ("flatbuffers", "zstd.h"):
        (folder / name).symlink_to(flatbuffers / name)
    return folder
