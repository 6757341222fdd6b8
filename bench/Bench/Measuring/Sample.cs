namespace Larder.Bench.Measuring;

/// <summary>One measurement.</summary>
/// <param name="Value">In the scenario's quantity; for a command, microseconds from before the start until after the end.</param>
/// <param name="Processor">Microseconds of processor time of the command and the children that it waited for.</param>
/// <param name="Resident">The most that it had resident, in bytes.</param>
/// <param name="Read">What was read from the disk for it, in bytes.</param>
/// <param name="Written">What it had written to the disk, in bytes.</param>
internal readonly record struct Sample(double Value, double Processor = 0, double Resident = 0, double Read = 0, double Written = 0);
