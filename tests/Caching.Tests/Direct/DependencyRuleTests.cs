using System.Diagnostics;
using System.Text;
using Larder.Caching.Direct;

namespace Larder.Caching.Tests.Direct;

/// <summary>Dependency files as gcc writes them.</summary>
public sealed class DependencyRuleTests
{
    [Theory]
    [InlineData("x.o: x.c a.h\n", "x.c|a.h")]
    [InlineData("x.o: x.c \\\n a.h \\\n b/c.h\n", "x.c|a.h|b/c.h")]
    [InlineData("x.o y.o: x.c\n\na.h:\n", "x.c")]
    [InlineData("x.o: with\\ space.c tab\\\tin.h\n", "with space.c|tab\tin.h")]
    [InlineData("x.o: cost$$s.c a\\#b.h\n", "cost$s.c|a#b.h")]
    [InlineData("x.o: a\\\\\\ b.h back\\slash.h\n", "a\\ b.h|back\\slash.h")]
    [InlineData("C\\:/x.o: x.c\n", "x.c")]
    [InlineData("x.o:\n", "")]
    public void Prerequisites_are_read_as_gcc_quotes_them(string text, string expected)
    {
        List<byte[]> words = [];
        Assert.True(DependencyRule.TryRead(Encoding.UTF8.GetBytes(text), words));
        Assert.Equal(expected, string.Join('|', words.ConvertAll(Encoding.UTF8.GetString)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no rule here")]
    public void Text_without_a_rule_is_refused(string text) => Assert.False(DependencyRule.TryRead(Encoding.UTF8.GetBytes(text), []));

    [Theory]
    [InlineData("plain.h")]
    [InlineData("with space.h")]
    [InlineData("two  spaces and $dollar.h")]
    [InlineData("hash#mark.h")]
    [InlineData("back\\slash and space.h")]
    [InlineData("ends with backslash\\ .h")]
    public void What_gcc_writes_for_a_name_is_read_as_that_name(string header)
    {
        DirectoryInfo work = Directory.CreateTempSubdirectory("larder-rule-");
        try
        {
            File.WriteAllText(Path.Combine(work.FullName, header), "int a;\n");
            File.WriteAllText(Path.Combine(work.FullName, "x.c"), $"#include \"{header}\"\n");
            ProcessStartInfo start = new("gcc") { WorkingDirectory = work.FullName };
            foreach (string word in (string[])["-MM", "-MF", "out.d", "x.c"])
                start.ArgumentList.Add(word);
            using (Process gcc = Process.Start(start)!)
            {
                gcc.WaitForExit();
                Assert.Equal(0, gcc.ExitCode);
            }

            List<byte[]> words = [];
            Assert.True(DependencyRule.TryRead(File.ReadAllBytes(Path.Combine(work.FullName, "out.d")), words));
            Assert.Equal(["x.c", header], words.ConvertAll(Encoding.UTF8.GetString));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
