using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>Says where in a text something has changed, as far as its lines are remembered.</summary>
internal sealed class ChangedLines(LocalStore store)
{
    private readonly Lazy<Dictionary<Digest, LineSketch>> _sketches = new(() => new LineMemory(store).Read());

    /// <summary>" (line 12)", " (lines 12–15)", or nothing; and the first line, or 0.</summary>
    /// <param name="path">The file as it can be read from here, should its lines not be remembered.</param>
    /// <param name="was">What it was.</param>
    /// <param name="now">What it is.</param>
    internal (string Place, int Line) Between(byte[] path, in Digest was, in Digest now)
    {
        if (!_sketches.Value.TryGetValue(was, out LineSketch before) || Find(path, in now) is not { } after)
            return (string.Empty, 0);
        (int first, int last) = before.ChangeTo(after);
        return (first, last) switch
        {
            (0, _) => (string.Empty, 0),
            var (a, b) when b < a => ($" (lines are gone before line {a})", a),
            var (a, b) when a == b => ($" (line {a})", a),
            var (a, b) => ($" (lines {a}–{b})", a),
        };
    }

    private LineSketch? Find(byte[] path, in Digest content)
    {
        if (_sketches.Value.TryGetValue(content, out LineSketch known))
            return known;
        return LineMemory.TryRead(path, in content);
    }
}
