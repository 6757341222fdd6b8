using System.Buffers.Binary;
using Larder.Storage;

namespace Larder.Caching.Explaining;

/// <summary>How notes are written in the journal.</summary>
/// <remarks>
/// All integers little-endian. A reader passes over tags that it doesn't know; one that comes again replaces what was before, but for lists.
/// <code>
/// note  = version:u8 field*
/// field = tag:u8 size:u32 bytes{size}
/// part  = flags:u8 labelSize:u8 label [content:u8{32}] value      a field's bytes; flags 1: has a content
/// </code>
/// Versions: 1, the first.
/// </remarks>
public static class CompileNoteFormat
{
    internal const byte Version = 1;

    private const int FieldHeader = 5;

    /// <summary>What is kept of one text, in bytes: diagnostics of a fault are not worth more.</summary>
    private const int MaxText = 64 * 1024;

    /// <summary>Parts, or words, of one compile; what is beyond is left out.</summary>
    private const int MaxList = 20_000;

    /// <summary>Tags. Written to disk, never change.</summary>
    private enum Tag : byte
    {
        Id = 1,
        Ended = 2,
        Took = 3,
        Session = 4,

        // 5 was the build, when it was not the session. Not to be used again.
        BuildText = 6,
        Reason = 7,
        Detail = 8,
        Cause = 9,
        Changed = 10,
        Compiler = 11,
        Version = 12,
        Toolchain = 13,
        Directory = 14,
        Source = 15,
        Output = 16,
        Namespace = 17,
        Argument = 18,
        ManifestKey = 19,
        StoredUnder = 20,
        Result = 21,
        Part = 22,
        NeutralPart = 23,
        ExitStatus = 24,
        Bytes = 25,
        Inputs = 26,
    }

    public static byte[] Encode(CompileNote note)
    {
        Writer writer = new();
        writer.Add(Tag.Id, note.Id);
        writer.Add(Tag.Ended, note.Ended);
        writer.Add(Tag.Took, note.Took);
        writer.Add(Tag.Session, (long)note.Session);
        writer.Add(Tag.BuildText, note.BuildText);
        writer.Add(Tag.Reason, (long)note.Reason);
        writer.Add(Tag.Detail, note.Detail);
        writer.Add(Tag.Cause, (long)note.Cause);
        writer.Add(Tag.Changed, note.Changed);
        writer.Add(Tag.Compiler, note.Compiler);
        writer.Add(Tag.Version, note.Version);
        writer.Add(Tag.Toolchain, note.Toolchain);
        writer.Add(Tag.Directory, note.Directory);
        writer.Add(Tag.Source, note.Source);
        writer.Add(Tag.Output, note.Output);
        writer.Add(Tag.Namespace, note.Namespace);
        for (int i = 0; i < Math.Min(note.Arguments.Count, MaxList); i++)
            writer.AddAlways(Tag.Argument, note.Arguments[i]);
        writer.Add(Tag.ManifestKey, note.ManifestKey);
        writer.Add(Tag.StoredUnder, note.StoredUnder);
        writer.Add(Tag.Result, note.Result);
        for (int i = 0; i < Math.Min(note.Parts.Count, MaxList); i++)
            writer.Add(Tag.Part, note.Parts[i]);
        for (int i = 0; i < Math.Min(note.NeutralParts.Count, MaxList); i++)
            writer.Add(Tag.NeutralPart, note.NeutralParts[i]);
        writer.Add(Tag.ExitStatus, note.ExitStatus);
        writer.Add(Tag.Bytes, note.Bytes);
        writer.Add(Tag.Inputs, note.Inputs);
        return writer.Written;
    }

    /// <summary>Null where the bytes are no note of this version.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="rest">Reads the whole note again, where lists are to be left out of this one; null: it is to be whole.</param>
    public static CompileNote? Decode(ReadOnlySpan<byte> bytes, Func<CompileNote?>? rest = null)
    {
        if (bytes is not [Version, ..])
            return null;
        CompileNote note = new();
        for (bytes = bytes[1..]; bytes.Length >= FieldHeader;)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]);
            if (size > bytes.Length - FieldHeader)
                return null;
            Tag tag = (Tag)bytes[0];
            note.IsLookedUp |= tag == Tag.Part;
            if (rest is null || tag is not (Tag.Argument or Tag.Part or Tag.NeutralPart))
                Take(note, tag, bytes.Slice(FieldHeader, (int)size));
            bytes = bytes[(FieldHeader + (int)size)..];
        }

        note.Rest = rest;
        return bytes.IsEmpty ? note : null;
    }

    private static void Take(CompileNote note, Tag tag, ReadOnlySpan<byte> bytes)
    {
        switch (tag)
        {
            case Tag.Id: note.Id = bytes.ToArray(); break;
            case Tag.Ended: note.Ended = Number(bytes); break;
            case Tag.Took: note.Took = Math.Max(Number(bytes), 0); break;
            case Tag.Session: note.Session = (ulong)Number(bytes); break;
            case Tag.BuildText: note.BuildText = bytes.ToArray(); break;
            case Tag.Reason: note.Reason = (Counter)Number(bytes); break;
            case Tag.Detail: note.Detail = bytes.ToArray(); break;
            case Tag.Cause: note.Cause = (MissCause)Number(bytes); break;
            case Tag.Changed: note.Changed = bytes.ToArray(); break;
            case Tag.Compiler: note.Compiler = bytes.ToArray(); break;
            case Tag.Version: note.Version = bytes.ToArray(); break;
            case Tag.Toolchain: note.Toolchain = Key(bytes); break;
            case Tag.Directory: note.Directory = bytes.ToArray(); break;
            case Tag.Source: note.Source = bytes.ToArray(); break;
            case Tag.Output: note.Output = bytes.ToArray(); break;
            case Tag.Namespace: note.Namespace = bytes.ToArray(); break;
            case Tag.Argument: note.Arguments.Add(bytes.ToArray()); break;
            case Tag.ManifestKey: note.ManifestKey = Key(bytes); break;
            case Tag.StoredUnder: note.StoredUnder = Key(bytes); break;
            case Tag.Result: note.Result = Key(bytes); break;
            case Tag.Part: AddPart(note.Parts, bytes); break;
            case Tag.NeutralPart: AddPart(note.NeutralParts, bytes); break;
            case Tag.ExitStatus: note.ExitStatus = (int)Number(bytes); break;
            case Tag.Bytes: note.Bytes = Number(bytes); break;
            case Tag.Inputs: note.Inputs = Key(bytes); break;
        }
    }

    private static long Number(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    private static Digest Key(ReadOnlySpan<byte> bytes) => bytes.Length == Digest.Size ? Digest.FromBytes(bytes) : default;

    private static void AddPart(List<KeyEntry> parts, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[1] > bytes.Length - 2)
            return;
        byte[] label = bytes.Slice(2, bytes[1]).ToArray();
        ReadOnlySpan<byte> rest = bytes[(2 + label.Length)..];
        Digest? content = null;
        if ((bytes[0] & 1) != 0)
        {
            if (rest.Length < Digest.Size)
                return;
            content = Digest.FromBytes(rest);
            rest = rest[Digest.Size..];
        }

        parts.Add(new KeyEntry(label, rest.ToArray(), content));
    }

    /// <summary>Puts fields one after the other; those that say nothing are left out.</summary>
    private sealed class Writer
    {
        private byte[] _bytes = new byte[4096];
        private int _length = 1;

        internal Writer() => _bytes[0] = Version;

        internal byte[] Written => _bytes[.._length];

        internal void Add(Tag tag, ReadOnlySpan<byte> text)
        {
            if (!text.IsEmpty)
                AddAlways(tag, text);
        }

        internal void AddAlways(Tag tag, ReadOnlySpan<byte> text)
        {
            text = text[..Math.Min(text.Length, MaxText)];
            text.CopyTo(Take(tag, text.Length));
        }

        internal void Add(Tag tag, long number)
        {
            if (number != 0)
                BinaryPrimitives.WriteInt64LittleEndian(Take(tag, sizeof(long)), number);
        }

        internal void Add(Tag tag, in Digest key)
        {
            if (key != default)
                key.CopyTo(Take(tag, Digest.Size));
        }

        internal void Add(Tag tag, KeyEntry part)
        {
            int content = part.Content is null ? 0 : Digest.Size;
            ReadOnlySpan<byte> label = part.Label.AsSpan(0, Math.Min(part.Label.Length, byte.MaxValue));
            ReadOnlySpan<byte> value = part.Value.AsSpan(0, Math.Min(part.Value.Length, MaxText));
            Span<byte> at = Take(tag, 2 + label.Length + content + value.Length);
            at[0] = (byte)(part.Content is null ? 0 : 1);
            at[1] = (byte)label.Length;
            label.CopyTo(at[2..]);
            at = at[(2 + label.Length)..];
            part.Content?.CopyTo(at);
            value.CopyTo(at[content..]);
        }

        private Span<byte> Take(Tag tag, int size)
        {
            int needed = _length + FieldHeader + size;
            if (needed > _bytes.Length)
                Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
            _bytes[_length] = (byte)tag;
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length + 1), size);
            _length = needed;
            return _bytes.AsSpan(needed - size, size);
        }
    }
}
