namespace Larder.Caching.Metrics;

/// <summary>One metric with its values now, each under labels of its own.</summary>
/// <param name="name">OpenTelemetry's form: lower case, dots between the parts, no unit.</param>
/// <param name="kind">What it does over time.</param>
/// <param name="unit">What it is counted in.</param>
/// <param name="help">What it says, in one sentence without a full stop.</param>
public sealed class Metric(string name, MetricKind kind, MetricUnit unit, string help)
{
    private readonly List<((string Name, string Value)[] Labels, double Value)> _samples = [];

    public string Name => name;

    public MetricKind Kind => kind;

    public MetricUnit Unit => unit;

    public string Help => help;

    /// <summary>The values, in the order in which they were added.</summary>
    public IReadOnlyList<((string Name, string Value)[] Labels, double Value)> Samples => _samples;

    /// <summary>Adds a value. Of one that stands there under the same labels it makes the sum: two compilers may have names that are cut alike.</summary>
    public Metric Add(double value, params (string Name, string Value)[] labels)
    {
        for (int i = 0; i < _samples.Count; i++)
        {
            if (_samples[i].Labels.AsSpan().SequenceEqual(labels))
            {
                _samples[i] = (labels, _samples[i].Value + value);
                return this;
            }
        }

        _samples.Add((labels, value));
        return this;
    }
}
