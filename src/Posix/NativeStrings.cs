using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>A NULL-terminated vector of C strings in native memory: argv or envp of a call. Disposing frees it.</summary>
internal readonly unsafe struct NativeStrings : IDisposable
{
    internal NativeStrings(ReadOnlySpan<byte[]> words)
    {
        nuint size = (nuint)((words.Length + 1) * sizeof(byte*));
        foreach (byte[] word in words)
            size += (nuint)word.Length + 1;
        Vector = (byte**)NativeMemory.Alloc(size);
        byte* text = (byte*)(Vector + words.Length + 1);
        for (int i = 0; i < words.Length; i++)
        {
            Vector[i] = text;
            words[i].CopyTo(new Span<byte>(text, words[i].Length));
            text += words[i].Length;
            *text++ = 0;
        }

        Vector[words.Length] = null;
    }

    internal byte** Vector { get; }

    public void Dispose() => NativeMemory.Free(Vector);
}
