using Larder.Posix;

namespace Larder.CommandLine.Watching;

/// <summary>Where text goes at once, while a command still works.</summary>
/// <param name="write">Writes all of the bytes; an error number.</param>
internal sealed class LiveOutput(Func<byte[], int> write)
{
    internal static LiveOutput Standard => new(static bytes => StandardStreams.Output.WriteAll(bytes));

    /// <summary>Nothing more can be written: as a rule since the reader has seen enough ("larder watch | head").</summary>
    internal bool IsClosed => Error != Errno.None;

    /// <summary>Why, as an error number.</summary>
    internal int Error { get; private set; }

    internal void Write(string text)
    {
        if (!IsClosed)
            Error = write(ByteText.Encode(text));
    }

    internal void WriteLine(string line) => Write(line + "\n");
}
