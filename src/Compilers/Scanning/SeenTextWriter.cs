using System.Buffers;

namespace Larder.Compilers.Scanning;

/// <summary>Goes through one text and writes its seen text (<see cref="SeenText"/> has the grammar). Used once.</summary>
internal ref partial struct SeenTextWriter(ReadOnlySpan<byte> text, SeenTextDialect dialect, Span<byte> seen)
{
    private const byte LineEndInComment = 1;
    private const byte Mark = 2;
    private const byte Trailer = 3;

    /// <summary>What something else than code can begin or end with.</summary>
    private static readonly SearchValues<byte> Stops = SearchValues.Create("\n\"'/\\"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Span<byte> _seen = seen;
    private int _at;

    /// <summary>Blanks that were written before it stay.</summary>
    private int _floor;

    /// <summary>Nothing but blanks and comments since the line began, joined lines counted as one: a directive could begin here.</summary>
    private bool _isFresh = true;

    /// <summary>Nothing but blanks since the line began, as an editor counts lines.</summary>
    private bool _isBare = true;
    private bool _isDirective;
    private bool _hasLineComments;

    /// <summary>Where the last digit separator stood.</summary>
    private int _separator = -1;

    /// <summary>Bytes written.</summary>
    internal int Length { get; private set; }

    /// <summary>Writes all of it. False where the text has no seen text.</summary>
    internal bool Write()
    {
        while (_at < _text.Length)
        {
            if (_isFresh || _isBare)
            {
                CopyBlanks();
                if (_isFresh && _at < _text.Length && _text[_at] is (byte)'#' or (byte)'%' && !Directive())
                    return false;
            }

            int run = _text[_at..].IndexOfAny(Stops);
            if (run != 0)
                CopyCode(run < 0 ? _text.Length - _at : run);
            if (_at < _text.Length && !Step(_text[_at]))
                return false;
        }

        Trim();
        Put(Trailer);
        Put(_hasLineComments ? (byte)1 : (byte)0);
        return true;
    }

    /// <summary>Whether there is anything in it that begins a comment, or could by being joined.</summary>
    internal static bool MayBeginComment(ReadOnlySpan<byte> line) => line.IndexOf("//"u8) >= 0 || line.IndexOf("/*"u8) >= 0 || line.IndexOf("/\\"u8) >= 0;

    private bool Step(byte stop)
    {
        switch (stop)
        {
            case (byte)'\n':
                EndLine();
                return true;
            case (byte)'"':
                return Quote();
            case (byte)'\'':
                return Apostrophe();
            case (byte)'/':
                return Slash();
            default:
                return Joint();
        }
    }

    private void EndLine()
    {
        Trim();
        Copy(1);
        _floor = Length;
        _isFresh = _isBare = true;
        _isDirective = false;
    }

    /// <summary>A backslash that joins lines, between words.</summary>
    private bool Joint()
    {
        if (_isFresh || _at + 1 >= _text.Length || _text[_at + 1] != '\n')
            return false;
        bool isApart = IsBlank(_text[_at - 1]) || _at + 2 >= _text.Length || IsBlank(_text[_at + 2]) || _text[_at + 2] == '\n';
        if (!isApart)
            return false;
        Copy(2);
        _floor = Length;
        _isBare = true;
        return true;
    }

    private void CopyBlanks()
    {
        int from = _at;
        while (_at < _text.Length && (IsBlank(_text[_at]) || _text[_at] is 0x0B or 0x0C))
            _at++;
        int count = _at - from;
        _at = from;
        Copy(count);
    }

    private void CopyCode(int count)
    {
        if (!_text.Slice(_at, count).Trim((byte)' ').IsEmpty)
            _isFresh = _isBare = false;
        Copy(count);
    }

    private void Copy(int count)
    {
        _text.Slice(_at, count).CopyTo(_seen[Length..]);
        Length += count;
        _at += count;
    }

    private void Put(byte b) => _seen[Length++] = b;

    /// <summary>Takes back the blanks at the end of what was written.</summary>
    private void Trim()
    {
        while (Length > _floor && IsBlank(_seen[Length - 1]))
            Length--;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';
}
