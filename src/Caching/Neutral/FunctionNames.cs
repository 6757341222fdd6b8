namespace Larder.Caching.Neutral;

/// <summary>
/// <c>__PRETTY_FUNCTION__</c>, in which clang tells where a type without a name stands: "(lambda at PATH:3:5)". A program can make a number of it,
/// and no path is found in the object. As an assertion passes it, to a function elsewhere, it can only get there in full.
/// </summary>
internal static class FunctionNames
{
    private static ReadOnlySpan<byte> Name => "__PRETTY_FUNCTION__"u8;

    /// <summary>Whether a preprocessor's text has one for another purpose than an assertion.</summary>
    internal static bool AreAskedFor(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("__FUNCSIG__"u8) >= 0)
            return true;
        ReadOnlySpan<byte> rest = text;
        for (int at; (at = rest.IndexOf(Name)) >= 0;)
        {
            int before = text.Length - rest.Length + at;
            rest = rest[(at + Name.Length)..];
            if (!IsOfLibraryC(text[..before], rest) && !IsOfLibraryCxx(text[..before]))
                return true;
        }

        return false;
    }

    /// <summary>assert.h: <c>__assert_fail ("a > 0", "x.c", 3, __extension__ __PRETTY_FUNCTION__)</c>.</summary>
    private static bool IsOfLibraryC(ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind) =>
        before.EndsWith(", __extension__ "u8) && behind.StartsWith(")"u8);

    /// <summary>bits/c++config.h: <c>__glibcxx_assert_fail("FILE", 3, __PRETTY_FUNCTION__, "…")</c>.</summary>
    private static bool IsOfLibraryCxx(ReadOnlySpan<byte> before)
    {
        if (!before.EndsWith(", "u8))
            return false;
        ReadOnlySpan<byte> number = before[..^2];
        ReadOnlySpan<byte> file = number.TrimEnd("0123456789"u8);
        if (file.Length == number.Length || !file.EndsWith("\", "u8))
            return false;
        file = file[..^3];
        int quote = file.LastIndexOf((byte)'"');
        return quote >= 0 && file[..quote].EndsWith("__glibcxx_assert_fail("u8);
    }
}
