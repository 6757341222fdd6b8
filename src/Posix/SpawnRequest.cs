namespace Larder.Posix;

/// <summary>A child to start. Unless it is <see cref="Detached"/>, descriptors that aren't named here
/// are inherited as they are (make's job server needs that).</summary>
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

    /// <summary>
    /// The child is on its own: a session of its own, /dev/null on 0 … 2 but for the streams named above, no other file of this process open but
    /// <see cref="Kept"/>, no signal blocked or ignored. What it was started from (a pipe that ninja reads, make's job server) is not held open by it.
    /// </summary>
    public bool Detached { get; init; }

    /// <summary>For a <see cref="Detached"/> child: the open files that become its descriptors 3, 4 and so on.</summary>
    public FileDescriptor[] Kept { get; init; } = [];

    /// <summary>A <see cref="Detached"/> child's working directory; null: this process's.</summary>
    public byte[]? Directory { get; init; }
}
