using System.CommandLine;
using Larder.CommandLine.Links;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>
/// "larder links DIRECTORY": a directory of links to larder under the names of all compilers that there are, to be put in front of PATH. Called again, it
/// brings the directory up to date, as a package's trigger does when compilers come and go.
/// </summary>
internal static class LinksCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string> directory = new("DIRECTORY") { Description = "Where the links stand; made where it is missing. Other files in it stay." };
        Option<string?> target = new("--target") { Description = "What each link says, from its own directory. Default: this larder's path." };
        Option<string?> from = new("--from") { Description = "Directories to look for compilers in, separated by colons. Default: PATH." };
        Command command = new("links", "Keep a directory of links to larder under the compilers' names, for the front of PATH.") { directory, target, from };
        command.SetAction(parsed => Run(context, parsed.GetValue(directory)!, parsed.GetValue(target), parsed.GetValue(from)));
        return command;
    }

    private static int Run(CommandContext context, string directory, string? target, string? from)
    {
        byte[] searched = from is null ? context.Environment.Get("PATH"u8) ?? "/usr/local/bin:/usr/bin:/bin"u8.ToArray() : ByteText.Encode(from);
        byte[]? text = target is { Length: > 0 } ? ByteText.Encode(target) : context.OwnProgram;
        if (text is null)
        {
            context.Complain("links: can't tell where larder stands (/proc/self/exe); --target says it");
            return ExitStatus.Failure;
        }

        SortedSet<string> names = CompilerNames.In(searched, context.Environment);
        MasqueradeDirectory links = new(ByteText.Encode(directory), text);
        string problem = links.Update(names);
        if (problem.Length > 0)
        {
            context.Complain("links: " + problem);
            return ExitStatus.Failure;
        }

        context.Output.WriteLine($"{directory}: {Quantity.Of(links.Present, "link", "links")}, {links.Made} new, {links.Removed} removed{(names.Count > 0 ? ": " + string.Join(' ', names) : "")}");
        foreach (string kept in links.Kept)
            context.Complain($"links: {directory}/{kept} is no link to larder, and stays");
        return ExitStatus.Success;
    }
}
