using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// The process's environment as bytes: a list of <c>NAME=value</c> words in libc's order. .NET's own view is lossy for
/// bytes that aren't UTF-8, and what it sets doesn't reach <c>environ</c>.
/// </summary>
public sealed unsafe class ProcessEnvironment
{
    private readonly byte[][] _words;

    /// <summary>An environment of the given words.</summary>
    public ProcessEnvironment(byte[][] words) => _words = words;

    /// <summary>The words, each <c>NAME=value</c>.</summary>
    public ReadOnlySpan<byte[]> Words => _words;

    /// <summary>Copies the process's environment.</summary>
    public static ProcessEnvironment Current()
    {
        byte** environment = NativeMethods.GetEnviron();
        int count = 0;
        while (environment != null && environment[count] != null)
            count++;
        byte[][] words = new byte[count][];
        for (int i = 0; i < count; i++)
            words[i] = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(environment[i]).ToArray();
        return new ProcessEnvironment(words);
    }

    /// <summary>The value of a variable, or null where it isn't set. The first of several wins, as in getenv(3).</summary>
    public byte[]? Get(ReadOnlySpan<byte> name)
    {
        foreach (byte[] word in _words)
        {
            if (word.Length > name.Length && word[name.Length] == (byte)'=' && word.AsSpan().StartsWith(name))
                return word[(name.Length + 1)..];
        }

        return null;
    }

    /// <summary>A copy in which each of the given <c>NAME=value</c> words replaces or joins what was there.</summary>
    public ProcessEnvironment With(params ReadOnlySpan<byte[]> settings)
    {
        List<byte[]> words = new(_words.Length + settings.Length);
        foreach (byte[] word in _words)
        {
            bool replaced = false;
            foreach (byte[] setting in settings)
                replaced |= word.AsSpan().StartsWith(setting.AsSpan(0, setting.AsSpan().IndexOf((byte)'=') + 1));
            if (!replaced)
                words.Add(word);
        }

        words.AddRange(settings);
        return new ProcessEnvironment([.. words]);
    }
}
