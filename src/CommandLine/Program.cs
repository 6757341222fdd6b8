using Larder.Caching.Settings.Foreign;
using Larder.CommandLine;
using Larder.CommandLine.Text;
using Larder.Posix;

const int BrokenPipe = 32; // EPIPE

byte[][] arguments = ProcessArguments.Read(args.Length + 1);
using StringWriter output = new();
using StringWriter error = new();
CommandContext context = new(ProcessEnvironment.Current(), output, error)
{
    IsWatched = StandardStreams.Error.IsTerminal,

    // The shim hands its own name on.
    CalledAs = arguments.Length > args.Length ? CalledAsNames.Of(ByteString.FileName(arguments[0])) : CalledAs.Larder,
};
int status = CommandLineInterface.Run(arguments.AsSpan(arguments.Length - args.Length), context);
int written = StandardStreams.Output.WriteAll(ByteText.Encode(output.ToString()));
StandardStreams.Error.WriteAll(ByteText.Encode(error.ToString()));

// A reader that has seen enough ("larder stats | head -1") is no failure; a full disk is one.
return written is Errno.None or BrokenPipe || status != ExitStatus.Success ? status : ExitStatus.Failure;
