namespace Larder.Suites.Harness;

/// <summary>The compilers that every suite runs with: <c>[MemberData(nameof(CompilersUnderTest.C), MemberType = …)]</c>.</summary>
public static class CompilersUnderTest
{
    public static TheoryData<string> C => ["gcc", "clang"];

    public static TheoryData<string> Cxx => ["g++", "clang++"];
}
