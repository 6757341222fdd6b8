namespace Larder.Protocol.Wire;

/// <summary>
/// Reads the fields of one header block (RFC 7541, section 6), all of it and in order, for each can change the table:
/// <code>
/// block   = *size-update *field
/// update  = 001 5-bit size
/// field   = 1 7-bit index                          ; a field of a table
///         / 01 6-bit index [name] value            ; a literal, to be remembered
///         / 0000 4-bit index [name] value          ; a literal
///         / 0001 4-bit index [name] value          ; a literal, never to be remembered by anyone
/// name, value = H 7-bit length octets              ; H: Huffman-coded
/// </code>
/// An index of 0 in a literal says that the name follows. Integers of N bits continue in further octets of 7 (section 5.1).
/// </summary>
internal ref struct HpackReader(ReadOnlySpan<byte> block, HpackDynamicTable table)
{
    /// <summary>No length or index of a block that we take is longer; the bound keeps the arithmetic from overflowing.</summary>
    private const int LargestInteger = 1 << 27;

    private ReadOnlySpan<byte> _rest = block;
    private bool _fieldSeen;

    /// <summary>The next field. Its bytes are good until the next call.</summary>
    internal HpackResult Next(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        while (!_rest.IsEmpty)
        {
            byte kind = _rest[0];
            if ((kind & 0xE0) == 0x20)
            {
                if (_fieldSeen || !ReadInteger(5, out int size) || !table.Resize(size))
                    return HpackResult.Malformed;
                continue;
            }

            _fieldSeen = true;
            bool whole = (kind & 0x80) != 0
                ? ReadInteger(7, out int index) && Find(index, out name, out value)
                : ReadLiteral((kind & 0x40) != 0, out name, out value);
            return whole ? HpackResult.Field : HpackResult.Malformed;
        }

        return HpackResult.End;
    }

    private bool ReadLiteral(bool remember, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (!ReadInteger(remember ? 6 : 4, out int index))
            return false;
        if (!(index == 0 ? ReadString(out name) : Find(index, out name, out _)) || !ReadString(out value))
            return false;
        if (remember)
            table.Add(name, value);
        return true;
    }

    private readonly bool Find(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (index < 1 || index > HpackStaticTable.Count + table.Count)
            return false;
        if (index <= HpackStaticTable.Count)
            HpackStaticTable.Get(index, out name, out value);
        else
            table.Get(index - HpackStaticTable.Count - 1, out name, out value);
        return true;
    }

    private bool ReadString(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_rest.IsEmpty)
            return false;
        bool coded = (_rest[0] & 0x80) != 0;
        if (!ReadInteger(7, out int length) || length > _rest.Length)
            return false;
        text = _rest[..length];
        _rest = _rest[length..];
        if (!coded)
            return true;

        // The servers we know code nothing; so room is made where one does.
        byte[] room = new byte[HpackHuffman.MaxDecodedLength(length)];
        int decoded = HpackHuffman.Decode(text, room);
        text = room.AsSpan(0, Math.Max(decoded, 0));
        return decoded >= 0;
    }

    private bool ReadInteger(int prefixBits, out int value)
    {
        int mask = (1 << prefixBits) - 1;
        value = _rest[0] & mask;
        _rest = _rest[1..];
        if (value < mask)
            return true;
        for (int shift = 0; shift <= 21 && !_rest.IsEmpty; shift += 7)
        {
            byte octet = _rest[0];
            _rest = _rest[1..];
            value += (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0)
                return value <= LargestInteger;
        }

        return false;
    }
}
