using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Larder.Caching.Settings.Foreign;
using Larder.CommandLine.Ccache;
using Larder.CommandLine.Determinism;
using Larder.CommandLine.Explaining;
using Larder.CommandLine.Generated;
using Larder.CommandLine.Reporting;
using Larder.CommandLine.Reports;
using Larder.CommandLine.Sccache;
using Larder.CommandLine.Text;
using Larder.CommandLine.Units;
using Larder.CommandLine.Watching;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>
/// larder's own commands. A command added here must be added to the shim's list too (Larder.Client.Commands.CommandNames), or it
/// would be taken for a compiler; a test holds the two together.
/// </summary>
internal static class CommandLineInterface
{
    /// <summary>larder's own version.</summary>
    internal static string Version => typeof(CommandLineInterface).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs a command, of larder's or of the cache by whose name it is called, and returns the exit status (<see cref="ExitStatus"/>).</summary>
    /// <param name="arguments">The arguments without the program's name.</param>
    /// <param name="context">The environment and the streams.</param>
    internal static int Run(ReadOnlySpan<byte[]> arguments, CommandContext context)
    {
        string[] words = new string[arguments.Length];
        for (int i = 0; i < words.Length; i++)
            words[i] = ByteText.Decode(arguments[i]);
        return context.CalledAs switch
        {
            CalledAs.Ccache => new CcacheCommands(context).Run(words),
            CalledAs.Sccache => new SccacheCommands(context).Run(words),
            _ when words is [GeneratedFile.Command, ..] => GeneratedFile.Run(words[1..], Build(context), context),
            _ => Run(Build(context), words, context),
        };
    }

    /// <summary>The tree of commands. A plain command at its root: a RootCommand would be called by the program's file name.</summary>
    internal static Command Build(CommandContext context)
    {
        Option<bool> version = new("--version") { Description = "Show the version." };
        Option<bool> show = new("--show-stats", "-s") { Description = "As \"larder stats\"." };
        Option<bool> zero = new("--zero-stats", "-z") { Description = "As \"larder stats --zero\"." };
        Command root = new(
            "larder",
            "larder keeps what your compiler has already made.\n\n"
            + "  To compile through it, put it before the compiler: larder gcc -c x.c -o x.o, CC=\"larder gcc\",\n"
            + "  CMAKE_C_COMPILER_LAUNCHER=larder, or make a symbolic link to it with the compiler's name.");
        root.Options.Add(new HelpOption());
        root.Options.Add(version);
        root.Options.Add(show);
        root.Options.Add(zero);
        root.Subcommands.Add(StatsCommand.Build(context));
        root.Subcommands.Add(ConfigCommand.Build(context));
        root.Subcommands.Add(WatchCommand.Build(context));
        root.Subcommands.Add(ClearCommand.Build(context));
        root.Subcommands.Add(TrimCommand.Build(context));
        root.Subcommands.Add(EvictCommand.Build(context));
        root.Subcommands.Add(RecompressCommand.Build(context));
        root.Subcommands.Add(VerifyCommand.Build(context));
        root.Subcommands.Add(DuCommand.Build(context));
        root.Subcommands.Add(ExportCommand.Build(context));
        root.Subcommands.Add(ImportCommand.Build(context));
        root.Subcommands.Add(InspectCommand.Build(context));
        root.Subcommands.Add(ExplainCommand.Build(context));
        root.Subcommands.Add(ReportCommand.Build(context));
        root.Subcommands.Add(DeterminismCommand.Build(context));
        root.Subcommands.Add(DaemonCommand.Build(context));
        root.Subcommands.Add(LinksCommand.Build(context));
        root.Subcommands.Add(UnitCommand.Build(context));
        root.Subcommands.Add(HelpCommand.Build(context, root, topic => Run(root, topic, context)));
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(version))
            {
                context.Output.WriteLine("larder " + Version);
                return ExitStatus.Success;
            }

            if (parsed.GetValue(show) || parsed.GetValue(zero))
                return StatsCommand.Run(context, parsed.GetValue(show), parsed.GetValue(zero), new StatisticsForm());
            Invoke(root.Parse(["--help"]), context, context.Error);
            return ExitStatus.Usage;
        });
        return root;
    }

    private static int Run(Command root, string[] words, CommandContext context)
    {
        ParseResult parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Errors.Count == 0 ? Invoke(parsed, context, context.Output) : Explain(parsed, context);
    }

    private static int Invoke(ParseResult parsed, CommandContext context, TextWriter output) =>
        parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });

    /// <summary>Says what is wrong with the command line, where, and what would be right.</summary>
    private static int Explain(ParseResult parsed, CommandContext context)
    {
        Command command = parsed.CommandResult.Command;
        bool isRoot = command.Parents.FirstOrDefault() is null;
        string name = NameOf(command);
        if (parsed.UnmatchedTokens.Count > 0)
        {
            foreach (string word in parsed.UnmatchedTokens)
                context.Error.WriteLine($"{name}: \"{ByteText.Show(ByteText.Encode(word))}\" is not understood here");
        }
        else
        {
            foreach (ParseError error in parsed.Errors)
                context.Error.WriteLine($"{name}: {error.Message.TrimEnd('.')}");
        }

        context.Error.WriteLine($"{name}: usage: {Usage(name, command, isRoot)}; \"larder help{name["larder".Length..]}\" says more");
        return ExitStatus.Usage;
    }

    /// <summary>With the commands above it: "larder unit build".</summary>
    private static string NameOf(Command command) => command.Parents.FirstOrDefault() is Command above ? $"{NameOf(above)} {command.Name}" : command.Name;

    private static string Usage(string name, Command command, bool isRoot)
    {
        string usage = name;
        foreach (Option option in command.Options)
        {
            if (option is not HelpOption)
                usage += $" [{option.Name}]";
        }

        foreach (Argument argument in command.Arguments)
            usage += argument.Arity.MinimumNumberOfValues > 0 ? " " + argument.Name : $" [{argument.Name}]";
        return isRoot ? usage + " | larder COMMAND | larder COMPILER ARGUMENTS" : usage;
    }
}
