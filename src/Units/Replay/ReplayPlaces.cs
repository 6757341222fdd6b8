using Larder.Units.Derivations;
using Larder.Units.Replay.Phases;

namespace Larder.Units.Replay;

/// <summary>Where the things that a node's derivation names stand here.</summary>
internal static class ReplayPlaces
{
    /// <summary>Views of outputs, placeholders of its own, and its source.</summary>
    /// <param name="source">What stands for the derivation's source; null: nothing.</param>
    internal static PathRewriter Of(ReplayRequest request, string? source)
    {
        List<KeyValuePair<string, string>> places = [.. request.Views];
        foreach ((string name, DerivationOutput output) in request.Node.Derivation.Outputs)
        {
            string view = request.Directories.View(request.Node.Name, name);
            places.Add(new(Placeholders.Of(name), view));
            if (output.Path.Length > 0 && !request.Views.ContainsKey(output.Path))
                places.Add(new(output.Path, view));
        }

        // A directory below a store path is the whole of "src"; what else lies below that path is not the source.
        if (source != null && (request.Node.Derivation.Attribute("src") ?? request.Node.SourcePath) is { Length: > 0 } attribute)
            places.Add(new(attribute, source));
        return new PathRewriter(places);
    }

    /// <summary>The first of the outputs that isn't there, as a problem; null: all are.</summary>
    internal static string? MissingOutput(ReplayRequest request) => request.Node.Derivation.Outputs.Keys
        .Where(name => !Trees.Tree.Exists(request.Directories.View(request.Node.Name, name)))
        .Select(name => $"the output \"{name}\" was not made: nothing stands at ${name}, {request.Directories.View(request.Node.Name, name)}")
        .FirstOrDefault();

    /// <summary>The views of what the node depends on: all but its own.</summary>
    internal static string[] Dependencies(ReplayRequest request)
    {
        string[] own = [.. request.Node.Derivation.Outputs.Keys.Select(name => request.Directories.View(request.Node.Name, name))];
        return [.. request.Views.Values.Where(view => !own.Contains(view))];
    }

    /// <summary>By which the processes of this replay are known: whose invocation they are, and which build.</summary>
    internal static string[] Marks(ReplayRequest request, string top) =>
        [.. request.ExtraEnvironment.Where(word => word.StartsWith("LARDER_UNIT_BUILD=", StringComparison.Ordinal)), $"NIX_BUILD_TOP={top}"];
}
