using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Inputs that are written while, or right before, a compiler reads them.</summary>
public sealed class EditedInputsSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", "h.h")]
    [InlineData("clang", "h.h")]
    [InlineData("gcc", "x.c")]
    [InlineData("clang", "x.c")]
    public void An_edit_while_the_compiler_runs_is_not_stored_under_its_own_name(string compiler, string edited)
    {
        // The compiler sleeps when it has read everything, and the edit happens meanwhile.
        Write("slow/" + compiler, $"#!/bin/sh\n/usr/bin/{compiler} \"$@\"\ns=$?\ncase \"$*\" in *-###*) ;; *\"-c x.c\"*) if [ -e edit ]; then cp edit {edited}; rm edit; fi;; esac\nexit $s\n");
        Shell("chmod +x slow/*");
        Write("x.c", "#include \"h.h\"\nint v = V;\nint w = 1;\n");
        Write("h.h", "#define V 1\n");
        void Prepare()
        {
            Write("x.c", "#include \"h.h\"\nint v = V;\nint w = 1;\n");
            Write("h.h", "#define V 1\n");
            Write("edit", edited == "h.h" ? "#define V 2\n" : "#include \"h.h\"\nint v = V;\nint w = 2;\n");
        }

        Step("racy_input", $"L slow/{compiler} -c x.c -o x.o", Prepare);
        Step("miss stored", $"L slow/{compiler} -c x.c -o x.o");
        Step("direct_hit", $"L slow/{compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_header_with_a_forged_time_is_found_out(string compiler)
    {
        Write("x.c", "#include \"h.h\"\nint v = V;\n");
        Write("h.h", "#define V 1\n");
        string script = $"L {compiler} -c x.c -o x.o";
        MissThenHit(script);
        Shell("touch -r h.h stamp; echo '#define V 2' > h.h; touch -r stamp h.h; rm stamp");
        MissThenHit(script);
        Shell("touch -r h.h stamp; echo '#define V 3' > new; touch -r stamp new; mv new h.h; rm stamp");
        MissThenHit(script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Headers_written_right_before_give_no_stale_object(string compiler)
    {
        Write("x.c", "#include \"h.h\"\nint v = V;\n");
        for (int i = 0; i < 6; i++)
        {
            string script = $"echo '#define V {i}' > h.h; \"$SUITE\" {compiler} -c x.c -o larder.o; {compiler} -c x.c -o bare.o; cmp bare.o larder.o";
            Work.Run("bash", ["-c", script], variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["SUITE"] = LarderBinary.Path }).Succeeded();
        }
    }
}
