namespace Larder.Posix;

/// <summary>A child to start. Descriptors that aren't named here are inherited as they are (make's job server needs that).</summary>
public sealed class SpawnRequest
{
    /// <summary>The program's path; no search.</summary>
    public required byte[] Path { get; init; }

    /// <summary>argv, the program's name first.</summary>
    public required byte[][] Arguments { get; init; }

    public required ProcessEnvironment Environment { get; init; }

    /// <summary>The child's standard input is /dev/null.</summary>
    public bool NoInput { get; init; }

    /// <summary>What becomes the child's standard output; none: inherited.</summary>
    public FileDescriptor Output { get; init; } = FileDescriptor.None;

    /// <summary>What becomes the child's standard error; none: inherited.</summary>
    public FileDescriptor Error { get; init; } = FileDescriptor.None;
}
