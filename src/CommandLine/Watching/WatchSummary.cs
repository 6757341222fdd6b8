using Larder.CommandLine.Text;

namespace Larder.CommandLine.Watching;

/// <summary>All of it in a line, at the end.</summary>
internal static class WatchSummary
{
    internal static string Of(WatchModel model, DateTimeOffset now)
    {
        WatchTally tally = model.Tally;
        string text = $"Watched for {WatchText.Clock(now - model.Began)}: {Quantity.Of((long)tally.Hits, "hit", "hits")}, {Quantity.Of((long)tally.Misses, "miss", "misses")}";
        if (tally.Hits + tally.Misses > 0)
            text += $" (hit rate {tally.Rate})";
        text += $", {tally.Uncached} uncached";
        if (tally.HitsWithSaved > 0)
            text += $"; {tally.SavedText} saved";
        return model.Lost == 0 ? text : $"{text}; {Quantity.Of((long)model.Lost, "event was", "events were")} lost";
    }
}
