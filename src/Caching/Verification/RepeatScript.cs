using System.Globalization;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Storage;

namespace Larder.Caching.Verification;

/// <summary>
/// A script beside a report that compiles again without the cache, in the environment of then as far as it counts, and compares. The outputs go to their
/// places, for where they go can show in them. It ends with 0 where the compiler now makes what was stored, with 1 where it doesn't, with 2 where it can't be tried.
/// </summary>
internal static class RepeatScript
{
    internal static byte[] Of(Invocation invocation, Compilation compilation, CompilePlan plan, HeldHit hit, List<OutputMismatch> differences)
    {
        ShellText text = new();
        text.Add("#!/bin/sh\nhere=$(cd \"$(dirname \"$0\")\" && pwd) && said=$(mktemp -d) || exit 2\ntrap 'rm -rf \"$said\"' EXIT\ncd ").Quote(invocation.WorkingDirectory).Add(" || exit 2\n");
        text.Add("env -i");
        foreach (byte[] word in KeyedEnvironment.Decisive(invocation.Environment))
        {
            if (!word.AsSpan().StartsWith("LARDER_"u8))
                text.Add(" ").Quote(word);
        }

        text.Add(" LARDER_DISABLE=1 ").Quote(invocation.Compiler);
        foreach (byte[] word in StableSeed.Words(invocation, compilation, plan.Key).AsSpan(1))
            text.Add(" ").Quote(word);
        if (plan.AddsColours)
            text.Add(" -fdiagnostics-color=always");
        text.Add(" </dev/null >\"$said/output\" 2>\"$said/error\"\nstatus=$?\nresult=0\n");
        string exit = hit.Outputs.Exit.Status.ToString(CultureInfo.InvariantCulture);
        text.Add($"[ $status -eq {exit} ] || {{ echo \"the exit status is $status, and {exit} was stored\"; result=1; }}\n");
        foreach (OutputMismatch difference in differences)
        {
            if (difference.Kind == ResultMemberKind.ExitStatus)
                continue;
            AddPlace(text.Add(difference.Stored is null ? "[ ! -s " : "cmp -- "), difference.Kind, compilation);
            if (difference.Stored is null)
                text.Add(" ] || { echo ").Quote(System.Text.Encoding.UTF8.GetBytes(ResultMemberNames.Of(difference.Kind) + ": none was stored")).Add("; result=1; }\n");
            else
                text.Add($" \"$here/{WrongHitReport.StoredName(difference.Kind)}\" || result=1\n");
        }

        return text.Add("exit $result\n").ToArray();
    }

    private static void AddPlace(ShellText text, ResultMemberKind kind, Compilation compilation)
    {
        switch (kind)
        {
            case ResultMemberKind.StandardOutput:
                text.Add("\"$said/output\"");
                break;
            case ResultMemberKind.StandardError:
                text.Add("\"$said/error\"");
                break;
            default:
                text.Quote(ExpectedOutput.Of(compilation).Find(output => output.Kind == kind).Path ?? []);
                break;
        }
    }
}
