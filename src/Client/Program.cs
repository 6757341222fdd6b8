using Larder.Client;
using Larder.Posix;

byte[][] arguments = ProcessArguments.Read(args.Length + 1);
return ShimEntry.Run(arguments, args);
