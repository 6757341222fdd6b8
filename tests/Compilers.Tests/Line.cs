using System.Text;

namespace Larder.Compilers.Tests;

/// <summary>Shorthand: command lines as text.</summary>
internal static class Line
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    public static ParseOutcome Parse(
        CompilerFamily family, IEnumerable<string> words, DriverMode mode = DriverMode.C, IResponseFileReader? files = null) =>
        CommandLineParser.Parse(family, mode, words.Select(Bytes).ToList(), files ?? new FakeFiles());

    /// <summary>Splits at single blanks.</summary>
    public static ParseOutcome Parse(CompilerFamily family, string line, DriverMode mode = DriverMode.C) =>
        Parse(family, line.Split(' '), mode);

    public static Compilation Compile(CompilerFamily family, string line, DriverMode mode = DriverMode.C)
    {
        ParseOutcome outcome = Parse(family, line, mode);
        Assert.True(outcome is Compilation, $"{family}: {line}: {outcome}");
        return (Compilation)outcome;
    }

    public static string Key(Compilation compilation)
    {
        var sink = new TextSink();
        compilation.WriteKeyParts(ref sink);
        return sink.ToString();
    }

    public static string Key(CompilerFamily family, string line) => Key(Compile(family, line));

    private struct TextSink : IKeyPartSink
    {
        private StringBuilder? _text;

        public void Add(KeyPartKind kind, ReadOnlySpan<byte> bytes) =>
            (_text ??= new StringBuilder()).Append('[').Append(kind).Append(' ').Append(Text(bytes)).Append(']');

        public override readonly string ToString() => _text?.ToString() ?? "";
    }
}
