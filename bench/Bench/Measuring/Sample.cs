namespace Larder.Bench.Measuring;

/// <summary>One run of a command.</summary>
/// <param name="Wall">Microseconds from before the start until after the end.</param>
/// <param name="Processor">Microseconds of processor time of the command and the children that it waited for.</param>
internal readonly record struct Sample(double Wall, double Processor);
