namespace Larder.Protocol.Messages;

/// <summary>
/// Decodes one message, field by field; see <see cref="ProtobufWriter"/> for the grammar. A caller asks for the next tag, switches over
/// the ones it knows and leaves the others to <see cref="Skip"/>. The first fault ends the message: the next tag is then 0 and
/// <see cref="IsMalformed"/> true.
/// </summary>
internal ref struct ProtobufReader(ReadOnlyMemory<byte> message)
{
    /// <summary>The types of wire format; on the wire, never change.</summary>
    internal const uint Varint = 0;
    internal const uint Fixed64 = 1;
    internal const uint Length = 2;
    internal const uint StartGroup = 3;
    internal const uint EndGroup = 4;
    internal const uint Fixed32 = 5;

    /// <summary>Groups within groups within …, all of them unknown to us; Google.Protobuf's own limit.</summary>
    private const int DeepestGroup = 100;

    private const int TypeBits = 3;
    private const int LongestVarint = 10;

    private readonly ReadOnlyMemory<byte> _message = message;
    private readonly ReadOnlySpan<byte> _bytes = message.Span;
    private int _position;

    /// <summary>True once something was no Protocol Buffers, or longer than what is there.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>The next field's tag (its number times 8 and its type); 0 at the end.</summary>
    internal uint NextTag()
    {
        if (IsMalformed || _position == _bytes.Length)
            return 0;
        uint tag = (uint)ReadNumber();
        return tag >> TypeBits == 0 ? Fail() : tag;
    }

    internal ulong ReadNumber()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint && _position < _bytes.Length; i++)
        {
            byte octet = _bytes[_position++];
            value |= (ulong)(octet & 0x7F) << (7 * i);
            if ((octet & 0x80) == 0)
                return value;
        }

        return Fail();
    }

    internal bool ReadFlag() => ReadNumber() != 0;

    /// <summary>A slice of the message that is read.</summary>
    internal ReadOnlyMemory<byte> ReadBytes()
    {
        uint length = ReadLength();
        ReadOnlyMemory<byte> value = _message.Slice(_position, (int)length);
        _position += (int)length;
        return value;
    }

    /// <summary>Passes over the value of a field that nobody here knows.</summary>
    internal void Skip(uint tag) => Skip(tag, 0);

    /// <summary>Notes that a value makes no sense. Always 0.</summary>
    internal uint Fail()
    {
        IsMalformed = true;
        return 0;
    }

    private void Skip(uint tag, int depth)
    {
        switch (tag & 7)
        {
            case Varint:
                ReadNumber();
                break;
            case Fixed64:
                Advance(sizeof(ulong));
                break;
            case Length:
                Advance(ReadLength());
                break;
            case StartGroup when depth < DeepestGroup:
                SkipGroup(tag, depth + 1);
                break;
            case Fixed32:
                Advance(sizeof(uint));
                break;
            default:
                Fail();
                break;
        }
    }

    private void SkipGroup(uint start, int depth)
    {
        uint end = start - StartGroup + EndGroup;
        while (true)
        {
            uint tag = NextTag();
            if (tag == end)
                return;
            if (tag == 0 || (tag & 7) == EndGroup)
            {
                Fail();
                return;
            }

            Skip(tag, depth);
        }
    }

    /// <summary>A length that the message can hold, or 0.</summary>
    private uint ReadLength()
    {
        // Lengths are 32-bit numbers: what is above doesn't count.
        uint length = (uint)ReadNumber();
        return length <= (uint)(_bytes.Length - _position) ? length : Fail();
    }

    private void Advance(uint count)
    {
        if (count > (uint)(_bytes.Length - _position))
            Fail();
        else
            _position += (int)count;
    }
}
