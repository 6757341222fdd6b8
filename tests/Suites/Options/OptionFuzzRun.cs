using System.Text;
using Larder.Posix;
using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>
/// One command line on sources of some variety: bare twice, and where these two agree, through larder twice. Nothing may tell the four apart.
/// </summary>
public sealed class OptionFuzzRun : IDisposable
{
    private readonly Workspace _work = new();
    private readonly string _source;

    /// <param name="isCxx">The sources are C++.</param>
    /// <param name="isModule">They make a module.</param>
    public OptionFuzzRun(bool isCxx, bool isModule = false)
    {
        KnownCompilers.Bring(_work);
        _source = isCxx ? "x.cc" : "x.c";
        _work.Variables["LARDER_LOG"] = Path.Combine(_work.Root, "log");
        _work.Write("pre.h", "#ifndef NAME\n#define NAME 2\n#endif\n");
        _work.Write("near.h", "#pragma once\nstatic inline int near_by(int x) { return x + NAME_OR(4); }\n");
        _work.Write("sub/far.h", "#ifndef FAR\n#define FAR 1\nextern int far_away(int);\n#endif\n");
        _work.Write("list.txt", "fun:nothing\n");
        _work.Write("empty.specs", "\n");
        _work.Write("empty.cfg", "\n");
        string body = """
            #ifdef NAME
            #define NAME_OR(x) NAME
            #else
            #define NAME_OR(x) x
            #endif
            #include <stddef.h>
            #include <assert.h>
            #include "near.h"
            #if __has_include("far.h")
            #include "far.h"
            #endif
            static int unused_one(int a) { return a; }
            int table[64];
            const char *where = __FILE__;
            int loop(const int *p, size_t n) { int s = 0; for (size_t i = 0; i < n; i++) s += p[i] * (int)i; return s; }
            int branch(int x) { switch (x) { case 1: return 10; case 2: x++; default: return near_by(x); } }
            int check(int x) { assert(x > 0); return loop(table, 64) + branch(x); }

            """;
        if (isModule)
        {
            // gcc's file for importers holds the time, but for this.
            _work.Variables["SOURCE_DATE_EPOCH"] = "1700000000";
            _work.Write("map", "$root .\nfuzz fuzz.gcm\n");
            body = "module;\n" + body.Replace("static int unused_one", "export module fuzz;\nstatic int unused_one", StringComparison.Ordinal).Replace("const char *where", "export const char *where", StringComparison.Ordinal);
        }

        _work.Write(_source, isCxx ? body + "template <class T> struct Box { T t; T get() const { return t; } };\nint box(int x) { return Box<int>{x}.get(); }\nnamespace { int hidden = 3; }\nint seen() { return hidden; }\n" : body);
    }

    public void Dispose() => _work.Dispose();

    /// <summary>Null where all is well, else what differs.</summary>
    /// <param name="compiler">The compiler.</param>
    /// <param name="options">Its options.</param>
    /// <param name="outcome">What larder's log says of the first time.</param>
    public string? Play(string compiler, List<string> options, out string outcome)
    {
        outcome = "nondeterministic";
        string[] command = [compiler, .. options, _source];
        FileTree before = FileTree.Of(_work.Directory);
        Seen first = Run(command, before);
        Seen again = Run(command, before);
        if (first.DifferenceTo(again) is not null || FileTree.Of(_work.Directory).DifferencesTo(before).Length > 0)
            return null;
        string? difference = Serve(command, before, first, out outcome);
        if (difference is null && outcome is "miss" or "preprocessing_miss" or "compile_failed")
        {
            difference = Serve(command, before, first, out string second);
            if (difference is null && outcome != "compile_failed" && second is not ("direct_hit" or "preprocessed_hit" or "preprocessing_hit"))
                difference = $"the same command again is no hit but {second}";
        }

        return difference;
    }

    private string? Serve(string[] command, FileTree before, Seen bare, out string outcome)
    {
        string log = _work.Variables["LARDER_LOG"]!;
        File.Delete(log);
        Seen served = Run([LarderBinary.Path, .. command], before);
        string[] words = File.Exists(log) ? File.ReadAllText(log).Split(' ') : [];
        outcome = words.Length < 2 ? "passed_on" : words[1];
        return bare.DifferenceTo(served) is { } difference ? $"{outcome}: bare / larder:\n{difference}" : null;
    }

    private Seen Run(string[] command, FileTree before)
    {
        Workspace.Settle();
        ProcessResult result = _work.Run(command[0], command[1..]);
        FileTree after = FileTree.Of(_work.Directory);
        foreach (byte[] name in after.AddedSince(before))
        {
            byte[] path = ByteString.JoinPath(Encoding.UTF8.GetBytes(_work.Directory), name);
            if (FileSystem.Unlink(path) != Errno.None)
                FileSystem.RemoveDirectory(path);
        }

        return new Seen(after, result);
    }

    private sealed record Seen(FileTree Files, ProcessResult Result)
    {
        internal string? DifferenceTo(Seen other)
        {
            StringBuilder text = new(Files.DifferencesTo(other.Files));
            if (Result.ExitCode != other.Result.ExitCode)
                text.Append($"exit status {Result.ExitCode} / {other.Result.ExitCode}\n");
            if (!Result.Output.AsSpan().SequenceEqual(other.Result.Output))
                text.Append($"stdout:\n{Shown(Result.Output)}\n/\n{Shown(other.Result.Output)}\n");
            if (!Result.Error.AsSpan().SequenceEqual(other.Result.Error))
                text.Append($"stderr:\n{Shown(Result.Error)}\n/\n{Shown(other.Result.Error)}\n");
            return text.Length == 0 ? null : text.ToString();
        }

        private static string Shown(byte[] text) => Encoding.Latin1.GetString(text.AsSpan(0, Math.Min(text.Length, 2000)));
    }
}
