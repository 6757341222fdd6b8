using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Results;

/// <summary>An output as it was right after the compile, in a file in memory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file, to be closed.</param>
/// <param name="Size">What it holds, in bytes.</param>
public readonly record struct CapturedFile(ResultMemberKind Kind, FileDescriptor File, long Size);
