using System.Text;

namespace Larder.Compilers.Tests;

public sealed class OptionTableTests
{
    [Theory]
    [InlineData(CompilerFamily.Gcc)]
    [InlineData(CompilerFamily.Clang)]
    public void Rows_are_sorted_whole_and_use_known_letters(CompilerFamily family)
    {
        string previous = "";
        foreach (string row in Encoding.UTF8.GetString(OptionTable.RowsOf(family)).Split('\n'))
        {
            string[] columns = row.Split(' ');
            Assert.True(columns.Length == 4, row);
            Assert.True(string.CompareOrdinal(previous, columns[0]) < 0, row);
            Assert.True(columns[0].StartsWith('-'), row);
            Assert.True(columns[1].Length == 1 && Enum.IsDefined((OptionArity)columns[1][0]), row);
            Assert.Matches("^(-|[PSCDLWR]+)$", columns[2]);
            Assert.True(columns[3].Length == 1 && Enum.IsDefined((OptionRole)columns[3][0]), row);
            previous = columns[0];
        }
    }

    [Theory]
    [InlineData(CompilerFamily.Gcc)]
    [InlineData(CompilerFamily.Clang)]
    public void Every_row_finds_itself(CompilerFamily family)
    {
        foreach (string row in Encoding.UTF8.GetString(OptionTable.RowsOf(family)).Split('\n'))
        {
            string[] columns = row.Split(' ');
            Assert.True(OptionTable.Find(family, Line.Bytes(columns[0]), out OptionRow found), row);
            Assert.Equal(columns[0].Length, found.NameLength);
            Assert.Equal((OptionRole)columns[3][0], found.Role);
            Assert.Equal((OptionArity)columns[1][0], found.Arity);
        }
    }

    [Fact]
    public void Plain_flags_are_sorted_and_none_is_in_a_table_with_another_meaning()
    {
        string previous = "";
        foreach (string name in Encoding.UTF8.GetString(PlainFlags.Names).Split([' ', '\n']))
        {
            Assert.True(string.CompareOrdinal(previous, name) < 0, name);
            previous = name;
            foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            {
                Assert.True(OptionTable.Find(family, Line.Bytes("-f" + name), out OptionRow row), name);
                bool harmless = row.Role is OptionRole.Keep or OptionRole.SeedSensitive
                    && (row.Effects & OptionEffects.ReachesDirectory) == OptionEffects.None;
                bool other = row.NameLength < name.Length + 2 || !harmless;
                Assert.False(other && !name.EndsWith('='), $"{family} {name} {row}");
            }
        }
    }

    [Theory]
    [InlineData("-Wall", "-W")]
    [InlineData("-Wa,-x", "-Wa,")]
    [InlineData("-isystemfoo", "-isystem")]
    [InlineData("-fno-strict-aliasing", "-fno-strict-aliasing")]
    [InlineData("-fmax-errors=3", "-fmax-errors=")]
    [InlineData("-ggdb3", "-g")]
    [InlineData("-gz=zlib", "-gz=")]
    [InlineData("-march=x86-64", "-march=")]
    [InlineData("-mavx2", "-m")]
    [InlineData("-fno-stack-usage", "-fno-stack-usage")]
    public void The_longest_row_that_covers_a_word_wins(string word, string name)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
        {
            Assert.True(OptionTable.Find(family, Line.Bytes(word), out OptionRow row));
            Assert.Equal(name, word[..row.NameLength]);
        }
    }

    [Theory]
    [InlineData("-fnewfangled")]
    [InlineData("-iwhatever")]
    [InlineData("-pipes")]
    [InlineData("--nonesuch")]
    [InlineData("-")]
    [InlineData("-f")]
    [InlineData("-fno-")]
    [InlineData("-f=")]
    public void What_no_table_has_is_not_found(string word)
    {
        Assert.False(OptionTable.Find(CompilerFamily.Gcc, Line.Bytes(word), out _));
        Assert.False(OptionTable.Find(CompilerFamily.Clang, Line.Bytes(word), out _));
    }
}
