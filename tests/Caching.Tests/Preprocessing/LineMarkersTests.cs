using System.Text;
using Larder.Caching.Preprocessing;
using Larder.Posix;

namespace Larder.Caching.Tests.Preprocessing;

/// <summary>File names in preprocessed text.</summary>
public sealed class LineMarkersTests
{
    [Fact]
    public void Every_named_file_is_found_once()
    {
        const string Text = """
            # 0 "x.c"
            # 0 "<built-in>"
            # 1 "/usr/include/stdio.h" 1 3 4
            int a; # 7 "not at the start"
            #line 12 "parser.y"
            # 3 "x.c" 2
            #pragma GCC system_header
            # 1 "d/with \"quotes\" and \\ and \303\251.h" 1

            """;
        HashSet<byte[]> names = new(ByteStringComparer.Instance);
        LineMarkers.Collect(Encoding.UTF8.GetBytes(Text), names);
        Assert.Equal(
            ["/usr/include/stdio.h", "d/with \"quotes\" and \\ and é.h", "parser.y", "x.c"],
            names.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal));
    }
}
