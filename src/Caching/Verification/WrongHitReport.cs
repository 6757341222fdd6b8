using System.Globalization;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Verification;

/// <summary>
/// All that is needed to find out how a wrong hit came about: the entry, in what it differs from what the compiler makes, and what was asked.
/// <code>
/// report.txt              for people
/// repeat.sh               compiles again, without the cache, and compares with what was stored; ends with 1 where that differs
/// KEY.r, KEY.m            the result and the manifests that led to it, as they stood
/// NAME.stored, .compiled  each output that differs
/// </code>
/// </summary>
internal sealed class WrongHitReport(Invocation invocation, Compilation compilation, CompilePlan plan, HeldHit hit, List<OutputMismatch> differences)
{
    /// <summary>The file that people read first.</summary>
    internal const string Name = "report.txt";

    /// <summary>Its directory; null where none can be written, or there are enough.</summary>
    /// <param name="quarantine">Where it goes.</param>
    /// <param name="exit">How the compiler ended.</param>
    internal byte[]? TryWrite(Quarantine quarantine, in ChildExit exit)
    {
        if (quarantine.Begin(in hit.Key) is not { } report || !report.TryWrite("repeat.sh", RepeatScript.Of(invocation, compilation, plan, hit, differences)))
            return null;
        List<string> missing = [];
        Keep(report, hit.Layer, EntryKind.Result, in hit.Key, missing);
        foreach ((LocalStore layer, Digest key) in hit.Manifests)
            Keep(report, layer, EntryKind.Manifest, in key, missing);
        foreach (OutputMismatch difference in differences)
        {
            if (difference.Stored is { } stored && !report.TryAdd(StoredName(difference.Kind), stored))
                missing.Add(StoredName(difference.Kind));
            if (difference.Compiled is { } compiled && !report.TryAdd(CompiledName(difference.Kind), compiled))
                missing.Add(CompiledName(difference.Kind));
        }

        return report.TryWrite(Name, Text(in exit, missing)) ? report.Directory : null;
    }

    /// <summary>The file with what the entry would have given.</summary>
    internal static string StoredName(ResultMemberKind kind) => FileName(kind) + ".stored";

    private static string CompiledName(ResultMemberKind kind) => FileName(kind) + ".compiled";

    private static string FileName(ResultMemberKind kind) => ResultMemberNames.Of(kind).Replace(' ', '-');

    private static void Keep(QuarantineReport report, LocalStore layer, EntryKind kind, in Digest key, List<string> missing)
    {
        if (!report.TryKeep(layer, kind, in key))
            missing.Add($"{kind switch { EntryKind.Result => "result", _ => "manifest" }} {key}");
    }

    private byte[] Text(in ChildExit exit, List<string> missing)
    {
        ShellText text = new();
        text.Add("A hit would have given something else than the compiler, which makes the same each time.\nThe compiler's outputs were delivered, and the entry was removed.\n\n");
        text.Add($"larder       {typeof(WrongHitReport).Assembly.GetName().Version!.ToString(3)}\n");
        text.Add($"time         {DateTimeOffset.FromUnixTimeSeconds(Clock.Now.Seconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC\n");
        text.Add("directory    ").Add(invocation.WorkingDirectory).Add("\n");
        text.Add("source       ").Add(compilation.Source).Add("\n");
        text.Add("compiler     ").Add(invocation.Compiler).Add("\n");
        text.Add($"  identity   {plan.Toolchain.Identity}\n");
        text.Add($"found as     {CounterNames.Of(hit.Counter)}\n");
        text.Add($"  result     {hit.Key}{In(hit.Layer)}\n");
        foreach ((LocalStore layer, Digest key) in hit.Manifests)
            text.Add($"  manifest   {key}{In(layer)}\n");
        text.Add($"manifest key {plan.Key}\n\nDiffers\n");
        foreach (OutputMismatch difference in differences)
        {
            string how = difference.Kind == ResultMemberKind.ExitStatus ? $"stored {Describe(hit.Outputs.Exit)}, compiled {Describe(in exit)}" : difference.Describe();
            text.Add($"  {ResultMemberNames.Of(difference.Kind)}");
            if (ExpectedOutput.Of(compilation).Find(output => output.Kind == difference.Kind) is { Path: { } path })
                text.Add(" ").Add(path);
            text.Add($": {how}\n");
        }

        text.Add("\nCommand\n  ");
        foreach (byte[] word in invocation.Arguments)
            text.Quote(word).Add(" ");
        text.Add("\n\nEnvironment, as far as it counts\n");
        foreach (byte[] word in KeyedEnvironment.Decisive(invocation.Environment))
            text.Add("  ").Quote(word).Add("\n");
        text.Add("\nTo compile it again without the cache, its outputs in their places, and compare: sh repeat.sh\n");
        if (missing.Count > 0)
            text.Add("Not here, for want of room or because it is gone: ").Add(string.Join(", ", missing)).Add("\n");
        return text.ToArray();
    }

    private static string In(LocalStore layer) => $", in {ByteString.Show(layer.Options.Directory)}" + (layer.Options.ReadOnly ? ", where nothing is removed" : "");

    private static string Describe(in ChildExit exit) => exit.Signal != 0 ? $"signal {exit.Signal}" : exit.Status.ToString(CultureInfo.InvariantCulture);
}
