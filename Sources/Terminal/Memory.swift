import CMalloc

/// How the process keeps the memory that it gets from the system.
public enum Memory {
  /// All threads take memory from one place.
  ///
  /// glibc gives each thread a place of its own, and what one thread takes and another gives back (an answer of half a
  /// megabyte, here) stays where it was taken: with four threads that is four times what is needed. The threads of this
  /// program do not fight over it. Source: mallopt(3), M_ARENA_MAX.
  public static func share() { mallopt(M_ARENA_MAX, 1) }
}
