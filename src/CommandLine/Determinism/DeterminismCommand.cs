using System.CommandLine;
using Larder.Caching;
using Larder.Caching.Drivers;
using Larder.Caching.Results;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Determinism;

/// <summary>
/// "larder determinism -- COMPILER …": compiles twice, past the cache, and says in what the outputs differ; then tries by what they would not.
/// Whoever shares a cache, or compares builds, wants compiles that come out the same each time.
/// </summary>
internal static class DeterminismCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string[]> words = new("COMMAND") { Description = "A compile, behind \"--\": -- gcc -c x.c -o x.o", Arity = ArgumentArity.OneOrMore };
        Command command = new("determinism", "Compile twice, and say what differs and which option would help.") { words };
        command.SetAction(parsed => Run(context, [.. (parsed.GetValue(words) ?? []).Select(static word => ByteText.Encode(word))]));
        return command;
    }

    private static int Run(CommandContext context, byte[][] words)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        if (DriverLookup.Find(words[0], context.Environment) is not { } driver)
            return Refuse(context, $"there is no compiler {ByteText.Show(words[0])}: neither a file nor on PATH");
        Invocation invocation = new() { Compiler = driver.Path, Arguments = words, Environment = context.Environment, Settings = settings, ErrorIsTerminal = false };
        using CompileCache cache = new(invocation, CommandContext.OpenStore(settings), static () => null);
        if (cache.TryParse() is { } refused)
        {
            string about = refused.Detail is { } detail ? $": {ByteText.Show(detail)}" : "";
            return Refuse(context, $"this is no compile of one source that can be tried ({ReasonNames.Of(refused.Reason)}{about})");
        }

        return Try(context, new CompileTrials(invocation, cache.Compilation), invocation);
    }

    private static int Try(CommandContext context, CompileTrials trials, Invocation invocation)
    {
        if (trials.Pair(null, out string problem) is not var (first, second))
            return Refuse(context, problem);
        if (!first.Exit.Succeeded || !second.Exit.Succeeded)
        {
            StandardStreams.Error.WriteAll(first.Said);
            return Refuse(context, "the compile fails, so there is nothing to compare");
        }

        foreach ((byte[] path, byte[]? content) in second.Outputs)
        {
            string? difference = OutputDifference.Of(first.Outputs.First(output => output.Path == path).Content, content);
            if (difference is not null || content is not null)
                context.Output.WriteLine($"{ByteText.Show(path)} {difference ?? $"is the same both times, {Quantity.Bytes(content!.Length)}"}");
        }

        if (!first.Said.AsSpan().SequenceEqual(second.Said))
            context.Output.WriteLine("What the compiler says differs");
        if (first.IsLike(second))
        {
            SayPlaces(context, second, invocation);
            return ExitStatus.Success;
        }

        SayRemedies(context, trials);
        CompileTrials.Restore(second);
        return ExitStatus.Failure;
    }

    /// <summary>Tries what is known to help, each thing by itself.</summary>
    private static void SayRemedies(CommandContext context, CompileTrials trials)
    {
        bool isHelped = false;
        foreach (Remedy remedy in Remedy.All.Where(remedy => remedy.Fits(trials.Family)))
        {
            if (trials.Pair(remedy, out _) is not var (first, second) || !first.Exit.Succeeded || !first.IsLike(second))
                continue;
            context.Output.WriteLine($"It comes out the same both times with {remedy.Shown}: {remedy.Cause}");
            isHelped = true;
        }

        if (!isHelped)
            context.Output.WriteLine("None of the options that larder knows for that helps by itself");
    }

    /// <summary>In another directory it may come out otherwise all the same.</summary>
    private static void SayPlaces(CommandContext context, CompileTrial trial, Invocation invocation)
    {
        byte[] directory = invocation.WorkingDirectory;
        foreach ((byte[] path, byte[]? content) in trial.Outputs)
        {
            if (directory.Length > 1 && content is not null && !path.AsSpan().EndsWith(".d"u8) && content.AsSpan().IndexOf(directory) >= 0)
                context.Output.WriteLine($"{ByteText.Show(path)} names the working directory, so in another one it is another: -ffile-prefix-map={ByteText.Show(directory)}=. takes that out");
        }
    }

    private static int Refuse(CommandContext context, string why)
    {
        context.Complain("determinism: " + why);
        return ExitStatus.Usage;
    }
}
