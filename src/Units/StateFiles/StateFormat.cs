namespace Larder.Units.StateFiles;

/// <summary>A format of <see cref="StateFile"/>s.</summary>
/// <param name="Title">Names it and its version, in ASCII: "larder unit evaluation 1". What begins otherwise is as no file.</param>
/// <param name="Limit">Bytes that no such file reaches: a longer one is as none.</param>
internal sealed record StateFormat(string Title, long Limit)
{
    /// <summary>For lists of a project's files: a million of them, of a long path each.</summary>
    internal const long LimitOfLists = 256 << 20;
}
