namespace Larder.Bench.Measuring;

/// <summary>One measurement.</summary>
/// <param name="Value">In the scenario's quantity; for a command, microseconds from before the start until after the end.</param>
/// <param name="Processor">Microseconds of processor time of the command and the children that it waited for.</param>
internal readonly record struct Sample(double Value, double Processor = 0);
