using System.Text.Json;

namespace Larder.Nix.Tests.Harness;

/// <summary>Evaluates expressions, strictly, to JSON.</summary>
internal static class NixEvaluation
{
    /// <summary>A file below Expressions/.</summary>
    internal static JsonElement File(string name) => Parse(Evaluate(Path.Combine(NixPrograms.Expressions, name)));

    /// <summary>An expression, in which <c>nixos</c> is Expressions/nixos.nix.</summary>
    internal static JsonElement OfNixos(string expression) => Parse(Evaluate("--expr", WithNixos(expression)));

    /// <summary>What Nix says of an expression that it must refuse.</summary>
    internal static string RefusedNixos(string expression)
    {
        (int status, _, string error) = Evaluate("--expr", WithNixos(expression));
        Assert.NotEqual(0, status);
        return error;
    }

    /// <summary>Texts of an array.</summary>
    internal static string[] Texts(this JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetString()!)];

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string WithNixos(string expression) =>
        $"let nixos = configuration: import {NixPrograms.Expressions}/nixos.nix {{ inherit configuration; }}; in {expression}";

    private static (int Status, string Output, string Error) Evaluate(params string[] what) => NixPrograms.Run(
        "nix-instantiate",
        ["--eval", "--strict", "--json", "--readonly-mode", "--store", "dummy://", .. what],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["NIX_CONF_DIR"] = "/nonexistent", ["NIX_USER_CONF_FILES"] = string.Empty });

    private static JsonElement Parse((int Status, string Output, string Error) evaluated)
    {
        Assert.True(evaluated.Status == 0, evaluated.Error);
        using JsonDocument json = JsonDocument.Parse(evaluated.Output);
        return json.RootElement.Clone();
    }
}
