namespace Larder.Posix;

/// <summary>Standard output and standard error, written to directly: no encodings, no buffers, no Console.</summary>
public static class StandardStreams
{
    public static FileDescriptor Output => new(1);

    public static FileDescriptor Error => new(2);

    /// <summary>Writes text as UTF-8 to standard output.</summary>
    public static void Print(string text) => Output.WriteAll(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text as UTF-8 to standard error.</summary>
    public static void Complain(string text) => Error.WriteAll(System.Text.Encoding.UTF8.GetBytes(text));
}
