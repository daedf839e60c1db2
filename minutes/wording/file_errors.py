"""Why a file could not be read or written, in Japanese. Stdlib only."""

import errno

_REASONS = {
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "読み取り専用です",
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EDQUOT: "割り当てられた容量を超えました",
    errno.ENOTDIR: "フォルダのあるはずの場所にファイルがあります",
    errno.EISDIR: "ファイルではなくフォルダです",
    errno.ENOENT: "ファイルが見つかりません",
    errno.EIO: "ディスクの故障かもしれません",
}


def reason_of(error: OSError) -> str:
    """A few Japanese words for the error; the system's own words for rare ones."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
