package com.example;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.context.UserContext;
import dev.millrace.data.DataService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@SpringBootApplication
@RestController
record Notes(CommandService commands, DataService data) {
    public static void main(String... args) { SpringApplication.run(Notes.class, args); }

    @PutMapping("/notes/{id}")
    Mono<Long> put(@PathVariable String id, @RequestBody Map<String, Object> note, UserContext user) {
        Command command = Command.put(ItemKey.of("NOTE", user.tenant().code(), id), Attributes.of(note));
        return commands.publishSync(command).map(PublishOutcome::version).map(version -> version.value());
    }

    @GetMapping("/notes/{id}")
    Mono<Map<String, Object>> get(@PathVariable String id, UserContext user) {
        return data.getItem(ItemKey.of("NOTE", user.tenant().code(), id)).map(item -> item.attributes().asMap());
    }
}
