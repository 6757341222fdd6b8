namespace Larder.Projects;

/// <summary>It cannot go on; the message is for the person who runs it.</summary>
internal sealed class ProjectsException(string message) : Exception(message);
