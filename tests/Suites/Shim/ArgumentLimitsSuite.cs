using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>Command lines, environments and paths as long as the kernel takes them: what the bare compiler accepts works.</summary>
public sealed class ArgumentLimitsSuite : IDisposable
{
    /// <summary>
    /// Finds by bisection the greatest number for which <c>try N</c> succeeds bare, then asks the same of larder (twice: a miss, and
    /// perhaps a hit) for it and for numbers just below. To be executed costs larder room that nothing can give back to it: its own
    /// path as the file, as the first argument and as the shell's $_. So much is taken from the bare compiler.
    /// </summary>
    private const string Bisect = """
        export PAD=$(printf '%*s' $((3 * ${#LARDER} + 40)) '')
        low=1; high=$LIMIT
        while ((high - low > 1)); do
          middle=$(((low + high) / 2))
          if attempt $middle 2>/dev/null; then low=$middle; else high=$middle; fi
        done
        unset PAD
        echo $low
        for n in $low $((low - 1)) $((low - 2)) $((low - 5)) $((low - 20)) $((low - 64)) $((low - 150)) $((low - 700)); do
          ((n > 0)) || continue
          for round in 1 2; do
            rm -f x.o
            attempt $n "$LARDER" || echo "FAILED $n in round $round"
            cmp x.o reference.o || echo "DIFFERS $n"
          done
        done
        """;

    private readonly Workspace _work = new();

    public ArgumentLimitsSuite() => _work.Write("x.c", "int x(void) { return 1; }\n");

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("gcc", "one definition", "attempt() { local d=$(printf '%*s' $1 '' | tr ' ' x); ${2:+\"$2\"} gcc -DX=$d -c x.c -o x.o; }", 140000)]
    [InlineData("clang", "one definition", "attempt() { local d=$(printf '%*s' $1 '' | tr ' ' x); ${2:+\"$2\"} clang -DX=$d -c x.c -o x.o; }", 140000)]
    [InlineData("clang", "many definitions", "W=$(printf '%*s' 900 '' | tr ' ' x); attempt() { local a=() i; for ((i = 0; i < $1; i++)); do a+=(-DX$i=$W); done; ${2:+\"$2\"} clang \"${a[@]}\" -c x.c -o x.o; }", 3000)]
    [InlineData("gcc", "many definitions", "W=$(printf '%*s' 900 '' | tr ' ' x); attempt() { local a=() i; for ((i = 0; i < $1; i++)); do a+=(-DX$i=$W); done; ${2:+\"$2\"} gcc \"${a[@]}\" -c x.c -o x.o; }", 3000)]
    [InlineData("gcc", "a big environment", "attempt() ( local W=$(printf '%*s' 100000 '' | tr ' ' x) i; for ((i = 0; i < $1; i++)); do export BIG$i=$W; done; ${2:+\"$2\"} gcc -c x.c -o x.o; )", 40)]
    public void What_the_bare_compiler_takes_works(string compiler, string what, string attempt, int limit)
    {
        _work.Bare(compiler, "-c", "x.c", "-o", "reference.o").Succeeded();
        _work.Variables["LIMIT"] = limit.ToString(CultureInfo.InvariantCulture);
        ProcessResult result = _work.Shell(attempt + "\n" + Bisect).Succeeded();
        string[] lines = result.OutputText.TrimEnd().Split('\n');
        Assert.True(lines.Length == 1 && result.ErrorText.Length == 0, $"{compiler}, {what}: {result.OutputText}{result.ErrorText}");
        Assert.InRange(int.Parse(lines[0], CultureInfo.InvariantCulture), 15, limit);
    }

    [Fact]
    public void The_last_byte_of_the_argument_space()
    {
        // Pads the environment to the byte, so that whatever larder adds for the compiler is too much.
        const string Script = """
            attempt() ( local i W=$(printf '%*s' 120000 '' | tr ' ' x); for ((i = 0; i < FULL; i++)); do export BIG$i=$W; done
              export LAST=$(printf '%*s' $1 '' | tr ' ' y); ${2:+"$2"} clang -c x.c -o x.o; )
            FULL=1; while attempt 1 2>/dev/null; do FULL=$((FULL + 1)); done; FULL=$((FULL - 1))

            """;
        _work.Bare("clang", "-c", "x.c", "-o", "reference.o").Succeeded();
        _work.Variables["LIMIT"] = "130000";
        ProcessResult result = _work.Shell(Script + Bisect).Succeeded();
        Assert.True(result.OutputText.TrimEnd().Split('\n').Length == 1 && result.ErrorText.Length == 0, result.OutputText + result.ErrorText);
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Names_and_paths_as_long_as_they_can_be(string compiler)
    {
        string script = $$"""
            attempt() { rm -f "$2" reference.o 2>/dev/null
              (cd "$1" && {{compiler}} -c "$3" -o "$2") 2>bare.txt; bare=$?
              mv "$1/$2" reference.o 2>/dev/null
              for round in 1 2; do
                rm -f "$1/$2" 2>/dev/null
                (cd "$1" && "$LARDER" {{compiler}} -c "$3" -o "$2") 2>larder.txt; [ $? = $bare ] || echo "STATUS ${#2} ${#3}"
                [ $bare != 0 ] || cmp "$1/$2" reference.o
                sed -i 's,/tmp/[-.a-zA-Z0-9]*,TMP,g' bare.txt larder.txt; cmp larder.txt bare.txt || head -c 300 larder.txt
                ls -A "$1" | grep '^\.larder' && echo LEFT
              done
            }
            name=$(printf 'n%.0s' {1..251}); cp -p x.c $name.c
            attempt . $name.o x.c                       # a name of 253 bytes: no suffix can be added to it
            attempt . nn$name.o x.c                     # of 255
            attempt . nnn$name.o x.c                    # too long for the kernel
            attempt . x.o $name.c
            d=$(printf 'd%.0s' {1..200}); deep=.
            for ((i = 0; i < 20; i++)); do deep=$deep/$d; mkdir $deep; done
            cp -p x.c $deep/x.c
            attempt . $deep/x.o $deep/x.c               # 4023 bytes
            pad=$(printf '/.%.0s' {1..34})
            attempt . $deep$pad/x.o $deep/x.c           # 4091, 4095 with what a temporary name would add
            attempt . $deep$pad/././x.o $deep/x.c
            attempt . $deep$pad$pad/x.o $deep$pad$pad/x.c
            attempt $deep x.o x.c
            true
            """;
        ProcessResult result = _work.Shell(script).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
    }

    [Fact]
    public void Names_of_any_bytes()
    {
        const string Script = """
            for n in $'\xff\xfe' $'\x80\x81 blank' $'new\nline' 'quo"te' "quo'te" 'dollar$x' 'back\slash' 'semi;colon' '*' 'ünï' '#hash' 'per%cent' '-dash' ' ' '@at'; do
              mkdir -p "./$n" && cp -p x.c "./$n/$n.c" || exit 9
              printf '#define V 5\n' > "./$n/$n.h"; touch -d '1 hour ago' "./$n/$n.h"
              for c in gcc clang; do
                $c -MD -MF reference.d -include "./$n/$n.h" -DV2="\"$n\"" -g -c "./$n/$n.c" -o "./$n/$n.o" 2>bare.txt; bare=$?
                mv "./$n/$n.o" reference.o 2>/dev/null
                for round in 1 2; do
                  "$LARDER" $c -MD -MF larder.d -include "./$n/$n.h" -DV2="\"$n\"" -g -c "./$n/$n.c" -o "./$n/$n.o" 2>larder.txt
                  [ $? = $bare ] || echo "STATUS $n"
                  [ $bare != 0 ] || { cmp reference.o "./$n/$n.o"; cmp reference.d larder.d; }
                  cmp bare.txt larder.txt
                done
              done
            done
            rm -rf -- ./*/
            """;
        ProcessResult result = _work.Shell(Script).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.True(_work.Counters()["direct_hit"] > 10);
    }
}
