// Builds use all processors themselves, and the build users' numbers are few.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
