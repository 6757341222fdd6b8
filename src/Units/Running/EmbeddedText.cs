namespace Larder.Units.Running;

/// <summary>The scripts that are part of the program: files beside the sources, which shellcheck reads too.</summary>
internal static class EmbeddedText
{
    internal static byte[] Read(string name)
    {
        using Stream stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of the program.");
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
